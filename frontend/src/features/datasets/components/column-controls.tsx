import { Select, TextInput } from '@mantine/core'
import type { Role } from '@/client/wire'
import { roleTitle } from '@/components/ui/role-tag'
import { ORDERS, ROLES, type Filter, type Order } from '../model/columns'
import styles from './column-controls.module.css'

interface Props {
  filter: Filter
  groups: string[]
  onChange: (filter: Filter) => void
}

const orders = Object.entries(ORDERS).map(([value, label]) => ({ value, label }))
const roles = ROLES.map((value) => ({ value, label: roleTitle(value) }))

/** Which columns to show, and in which order. */
export function ColumnControls({ filter, groups, onChange }: Props) {
  return (
    <div className={styles.controls}>
      <TextInput
        label="Search columns"
        type="search"
        placeholder="period, radius, signal…"
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
      />
      <Select
        label="Role"
        placeholder="Any"
        data={roles}
        value={filter.role}
        onChange={(role) => onChange({ ...filter, role: role as Role | null })}
        clearable
      />
      <Select
        label="Group"
        placeholder="Any"
        data={groups}
        value={filter.group}
        onChange={(group) => onChange({ ...filter, group })}
        clearable
      />
      <Select
        label="Order"
        data={orders}
        value={filter.order}
        onChange={(order) => onChange({ ...filter, order: (order ?? 'table') as Order })}
        allowDeselect={false}
      />
    </div>
  )
}
