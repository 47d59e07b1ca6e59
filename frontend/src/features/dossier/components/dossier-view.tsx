import type { ReactNode } from 'react'
import type { ObjectDossier } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { Panel } from '@/components/ui/panel'
import { quantityWords } from '../model/words'
import { AssessmentView } from './assessment-view'
import styles from './dossier-view.module.css'
import { FollowUpTable } from './follow-up-table'
import { NeighboursTable } from './neighbours-table'
import { OrbitFigure } from './orbit-figure'
import { PhysicsChecks } from './physics-checks'
import { TransitFigure } from './transit-figure'

/** All that follows from the catalogued numbers of one object; prints on one page. */
export function DossierView({ of, answer, plane }: { of: ObjectDossier; answer?: ReactNode; plane?: ReactNode }) {
  const { dossier } = of
  return (
    <div className={styles.dossier}>
      {answer && <div className={styles.wide}>{answer}</div>}
      <div className={styles.wide}>
        <Panel title="Physics checks">
          <PhysicsChecks dossier={dossier} />
        </Panel>
      </div>
      <Panel title="How it dims">
        <TransitFigure transit={dossier.transit} />
      </Panel>
      <Panel title="Where it goes">
        <OrbitFigure orbit={dossier.orbit} />
      </Panel>
      {plane && (
        <div className={styles.screenWide}>
          <Panel title="Its place among the others">{plane}</Panel>
        </div>
      )}
      <div className={styles.wide}>
        <Panel title="Following it up">
          <FollowUpTable followUp={dossier.follow_up} />
        </Panel>
      </div>
      <Panel title="Who is near">
        <NeighboursTable of={of} />
      </Panel>
      <Panel title="Habitability">
        <AssessmentView assessment={dossier.habitability} />
      </Panel>
      <div className={styles.screen}>
        <Panel title="Catalogued numbers" hint="With the 16th to 84th percentile of their errors.">
          <DataTable
            caption="Every catalogued number"
            isCaptionHidden
            maxHeight="24rem"
            rows={dossier.catalogued}
            rowKey={({ name }) => name}
            columns={[
              { key: 'label', title: 'Quantity', isRowHeader: true, render: ({ label }) => label },
              { key: 'value', title: 'Value', isNumber: true, render: quantityWords },
            ]}
          />
        </Panel>
      </div>
      <div className={styles.screen}>
        <Panel title="Read on" hint="Pages about this object elsewhere.">
          <ul>
            {dossier.links.map(({ url, site, label }) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noreferrer">
                  {site}: {label.toLowerCase()}
                </a>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </div>
  )
}
