import { Link, useSearchParams } from 'react-router'
import { to } from '@/config/paths'
import { Panel } from '@/components/ui/panel'
import { TransitLab } from '@/features/learn/components/transit-lab'
import { numbersOf, searchOf } from '@/features/learn/model/transit-numbers'
import { LearnPage } from './learn-page'

/** What is turned stands in the address, so a shape can be sent to somebody. */
export function Component() {
  const [search, setSearch] = useSearchParams()
  return (
    <LearnPage
      page="transit"
      lead="Seen from here, some planets cross their star once in each of their years. The star then loses a little light for a few hours: that dip is the signal in every row of the catalogues."
    >
      <Panel
        title="Turn it"
        hint="The curve comes from the same physics as the objects’ dossiers, limb darkening included."
      >
        <TransitLab
          numbers={numbersOf(search)}
          onChange={(numbers) => setSearch(searchOf(numbers), { replace: true, preventScrollReset: true })}
        />
      </Panel>
      <Panel title="What to look for">
        <ul>
          <li>Twice the radius hides four times the light: depth goes with the square of the radius ratio.</li>
          <li>Twice the year makes the transit last about a quarter longer, since far planets move slowly.</li>
          <li>A V in place of a U is a graze. Eclipsing stars graze far more often than planets do.</li>
          <li>An Earth dims the Sun by 84 parts in a million: noise decides whether that is seen at all.</li>
        </ul>
        <p>
          A real one: <Link to={to.dossier('kepler', 'K00752.01')}>the dossier of K00752.01</Link>, drawn from its
          catalogued numbers and their errors.
        </p>
      </Panel>
    </LearnPage>
  )
}
