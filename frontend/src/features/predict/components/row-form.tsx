import { NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import type { Cell, FormFeature } from '@/client/wire'
import { countFilled, describeRange, remarkOn, type Draft } from '../model/row-draft'
import type { Group } from '../model/groups'
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
      {groups.map((group, index) => (
        <FieldGroup key={group.name} group={group} draft={draft} isOpenAtFirst={index < OPEN_AT_FIRST} onChange={onChange} />
      ))}
    </div>
  )
}

function FieldGroup({ group, draft, isOpenAtFirst, onChange }: { group: Group; draft: Draft; isOpenAtFirst: boolean; onChange: Props['onChange'] }) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst)
  const filled = countFilled(group.features, draft)
  return (
    <details className={styles.group} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <span className={styles.name}>{group.name}</span>{' '}
        <span className="dim small num">
          {filled} of {group.features.length} filled
        </span>
      </summary>
      {isOpen && (
        <div className={styles.fields}>
          {group.features.map((feature) => (
            <Field key={feature.name} feature={feature} value={draft[feature.name]} onChange={(value) => onChange(feature.name, value)} />
          ))}
        </div>
      )}
    </details>
  )
}

function Field({ feature, value, onChange }: { feature: FormFeature; value: Cell | undefined; onChange: (value: Cell) => void }) {
  const { label, unit, kind, categories, description } = feature
  const name = unit ? `${label} (${unit})` : label
  if (kind !== 'number')
    return <Select label={name} data={categories} value={value == null ? null : String(value)} onChange={onChange} clearable placeholder="missing" title={description} />
  const remark = remarkOn(feature, value)
  return (
    <NumberInput
      label={name}
      description={describeRange(feature)}
      title={description}
      placeholder="missing"
      value={typeof value === 'number' ? value : ''}
      onChange={(typed) => onChange(typed === '' ? null : typed)}
      hideControls
      // A remark, not an error: unusual objects are what one looks for.
      inputContainer={(children) => (
        <>
          {children}
          {remark && <p className={styles.remark}>△ {remark}</p>}
        </>
      )}
    />
  )
}
