import { Button, Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Column, Finding } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { to } from '@/config/paths'
import { countOf, formatCount } from '@/lib/format'
import { isLeak, leaksToPrice } from '../model/feature-choice'
import { ColumnTable } from './column-table'
import styles from './column-table.module.css'

interface Props {
  columns: Column[]
  chosen: ReadonlySet<string>
  isOpen: boolean
  priced: ReadonlySet<string>
  findings: ReadonlyMap<string, Finding[]>
  classes?: readonly string[] | undefined
  problems?: (name: string) => string | undefined
  /** What the priced columns would buy. */
  price: ReactNode
  onOpen: (isOpen: boolean) => void
  onChange: (chosen: ReadonlySet<string>) => void
  onPriced: (priced: ReadonlySet<string>) => void
}

const withOrWithout = (names: ReadonlySet<string>, name: string, isOn: boolean) =>
  isOn ? new Set([...names, name]) : new Set([...names].filter((other) => other !== name))

/** Leaks and identifiers: shown with the reason, priced before they are believed, and opened on purpose only. */
export function LockedColumns({ columns, chosen, isOpen, priced, price, onOpen, onChange, onPriced, ...shown }: Props) {
  const leaks = columns.filter((column) => isLeak(column) && chosen.has(column.name))
  if (columns.length === 0) return null

  const setOpen = (open: boolean) => {
    onOpen(open)
    const closed = new Set(leaks.map(({ name }) => name))
    if (!open) onChange(new Set([...chosen].filter((name) => !closed.has(name))))
  }
  return (
    <Panel
      title={`${countOf(columns.length, 'locked column')}`}
      hint={
        <>
          They give the answer away, carry traces of the follow-up that decided it, or only name the object. A model
          trained on them looks brilliant and is worthless on a new object.{' '}
          <Link to={to.learn('leaks')}>Watch that happen in the leak lab</Link>.
        </>
      }
    >
      <ColumnTable
        caption="Locked columns with the reason"
        columns={columns}
        chosen={chosen}
        isLocked={(column) => !isOpen || !isLeak(column)}
        onToggle={(name, isOn) => onChange(withOrWithout(chosen, name, isOn))}
        extra={{
          key: 'price',
          title: 'Price it',
          render: ({ name, label }) => (
            <label className={styles.price}>
              <span className="visually-hidden">Price of {label}</span>
              <input
                type="checkbox"
                className={styles.box}
                checked={priced.has(name)}
                onChange={(event) => onPriced(withOrWithout(priced, name, event.target.checked))}
              />
            </label>
          ),
        }}
        {...shown}
      />
      <section className="stack-tight" aria-label="The price of a leak">
        <h3>The price of a leak</h3>
        <div className="row">
          <span className="small num" role="status">
            {countOf(priced.size, 'column')} chosen under “Price it”
          </span>
          <Button size="xs" variant="default" onClick={() => onPriced(leaksToPrice(columns))}>
            All leaks ({formatCount(leaksToPrice(columns).size)})
          </Button>
          <Button size="xs" variant="default" onClick={() => onPriced(new Set())} disabled={priced.size === 0}>
            None
          </Button>
        </div>
        {price}
      </section>
      <Checkbox
        checked={isOpen}
        onChange={(event) => setOpen(event.currentTarget.checked)}
        label="I know that this gives the answer away"
        description="Opens the leaks, for a lesson. Every result of such a model is marked as leaky. Identifiers stay locked."
      />
      {leaks.length > 0 && (
        <Notice tone="warn" title={`${countOf(leaks.length, 'leak')} selected`} live>
          <p>The scores of this model will say nothing about new objects.</p>
        </Notice>
      )}
    </Panel>
  )
}
