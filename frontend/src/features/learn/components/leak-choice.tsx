import { Button } from '@mantine/core'
import type { Column } from '@/client/wire'
import { RoleTag } from '@/components/ui/role-tag'
import styles from './leak-choice.module.css'

interface Props {
  /** Columns that give the answer away. */
  leaks: Column[]
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}

/** Which leaks the model is given. */
export function LeakChoice({ leaks, chosen, onChange }: Props) {
  const toggle = (name: string) =>
    onChange(chosen.has(name) ? new Set([...chosen].filter((other) => other !== name)) : new Set([...chosen, name]))
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>Give the model these columns</legend>
      <div className="row">
        <Button size="compact-sm" variant="default" onClick={() => onChange(new Set(leaks.map(({ name }) => name)))}>
          All of them
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => onChange(new Set())} disabled={chosen.size === 0}>
          None
        </Button>
      </div>
      <ul className={styles.list}>
        {leaks.map(({ name, label, role, reason, description }) => (
          <li key={name} className={styles.leak}>
            <label className={styles.choice}>
              <input
                type="checkbox"
                className={styles.box}
                checked={chosen.has(name)}
                onChange={() => toggle(name)}
                aria-describedby={`leak-${name}`}
              />
              <span>
                <code>{name}</code> {label} <RoleTag role={role} />
              </span>
            </label>
            <p id={`leak-${name}`} className="small dim">
              {reason || description}
            </p>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
