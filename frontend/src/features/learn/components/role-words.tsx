import type { Column, Role } from '@/client/wire'
import { RoleTag } from '@/components/ui/role-tag'
import { countOf } from '@/lib/format'

const WORDS: Record<Role, string> = {
  feature: 'measured from the light or the star before anybody judged it: a model may see it.',
  soft_leak: 'measured after the interesting ones were picked out, so it carries traces of the verdict. Locked.',
  leak: 'written by, or computed from, the verdict itself. Locked.',
  identifier: 'only names the object or where it is. A model could learn it by heart. Locked.',
  target: 'the verdict: what is to be told.',
}

/** What a model may do with a column, and how many of this catalogue are of each kind. */
export function RoleWords({ columns }: { columns: Column[] }) {
  return (
    <ul className="plain-list stack-tight">
      {(Object.keys(WORDS) as Role[]).map((role) => (
        <li key={role}>
          <RoleTag role={role} />{' '}
          <span className="num">{countOf(columns.filter((one) => one.role === role).length, 'column')}</span>:{' '}
          {WORDS[role]}
        </li>
      ))}
    </ul>
  )
}
