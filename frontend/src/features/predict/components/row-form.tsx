import { useState, type ReactNode } from 'react'
import type { Cell, FormFeature } from '@/client/wire'

import { countFilled, type Draft } from '../model/row-draft'
import type { Group } from '../model/groups'
import { RowField } from './row-field'
import styles from './row-form.module.css'

const OPEN_AT_FIRST = 2

/** A field to go to; a new one each time, so that the same may be wanted twice. */
export interface WantedField {
  name: string
}

interface Props {
  groups: Group[]
  draft: Draft
  wanted: WantedField | null
  onChange: (name: string, value: Cell) => void
}

/** One field for each feature, grouped; a field left empty counts as missing, not as zero. */
export function RowForm({ groups, draft, wanted, onChange }: Props) {
  return (
    <div className={styles.groups}>
      {groups.map(({ name, features, uncertainties }, index) => (
        <FieldGroup
          key={name}
          name={name}
          features={features}
          inside={uncertainties}
          draft={draft}
          wanted={wanted}
          isOpenAtFirst={index < OPEN_AT_FIRST}
          onChange={onChange}
        >
          {uncertainties.length > 0 && (
            <FieldGroup
              name="uncertainties"
              features={uncertainties}
              draft={draft}
              wanted={wanted}
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
  /** Features of a group within this one. */
  inside?: FormFeature[]
  draft: Draft
  wanted: WantedField | null
  isOpenAtFirst: boolean
  onChange: Props['onChange']
  children?: ReactNode
}

function FieldGroup({ name, features, inside = [], draft, wanted, isOpenAtFirst, onChange, children }: GroupProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst)
  const [answered, setAnswered] = useState(wanted)
  // A group opens for a field that is wanted, and may be closed again.
  if (wanted !== answered) {
    setAnswered(wanted)
    if ([...features, ...inside].some((feature) => feature.name === wanted?.name)) setIsOpen(true)
  }
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
                  wanted={wanted?.name === feature.name ? wanted : null}
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
