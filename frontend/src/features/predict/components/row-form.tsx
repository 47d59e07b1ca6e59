import { useState, type ReactNode } from 'react'
import type { Cell, FormFeature } from '@/client/wire'

import { countFilled, type Draft } from '../model/row-draft'
import type { Group } from '../model/groups'
import { RowField } from './row-field'
import styles from './row-form.module.css'

const OPEN_AT_FIRST = 2

interface Props {
  groups: Group[]
  draft: Draft
  onChange: (name: string, value: Cell) => void
}

/** One field for each feature, grouped; a field left empty counts as missing, not as zero. */
export function RowForm({ groups, draft, onChange }: Props) {
  return (
    <div className={styles.groups}>
      {groups.map(({ name, features, uncertainties }, index) => (
        <FieldGroup
          key={name}
          name={name}
          features={features}
          draft={draft}
          isOpenAtFirst={index < OPEN_AT_FIRST}
          onChange={onChange}
        >
          {uncertainties.length > 0 && (
            <FieldGroup
              name="uncertainties"
              features={uncertainties}
              draft={draft}
              isOpenAtFirst={false}
              onChange={onChange}
            />
          )}
        </FieldGroup>
      ))}
    </div>
  )
}

interface GroupProps {
  name: string
  features: FormFeature[]
  draft: Draft
  isOpenAtFirst: boolean
  onChange: Props['onChange']
  children?: ReactNode
}

function FieldGroup({ name, features, draft, isOpenAtFirst, onChange, children }: GroupProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst)
  const filled = countFilled(features, draft)
  return (
    <details className={styles.group} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <span className={styles.name}>{name}</span>{' '}
        <span className="dim small num">
          {filled} of {features.length} filled
        </span>
      </summary>
      {isOpen && (
        <>
          {features.length > 0 && (
            <div className={styles.fields}>
              {features.map((feature) => (
                <RowField
                  key={feature.name}
                  feature={feature}
                  value={draft[feature.name]}
                  onChange={(value) => onChange(feature.name, value)}
                />
              ))}
            </div>
          )}
          {children}
        </>
      )}
    </details>
  )
}
