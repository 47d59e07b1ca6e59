import { Select } from '@mantine/core'
import type { Upload } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import type { FieldProblems } from '@/lib/field-problems'
import { classesOf, proposedClasses, type ExtensionDraft } from '../model/draft'
import styles from './verdict-columns.module.css'

const LEFT_OUT = ''

interface Props {
  upload: Upload
  draft: ExtensionDraft
  dispositions: string[]
  problems: FieldProblems
  onChange: (draft: ExtensionDraft) => void
}

/** Which columns name the object, the star and the verdict, and what the verdicts mean in the catalogue. */
export function VerdictColumns({ upload, draft, dispositions, problems, onChange }: Props) {
  const { target, object, host, classMap } = draft
  const classes = classesOf(upload, target)
  const names = upload.columns.map(({ name }) => name).filter((name) => name !== target)
  const setClass = (name: string, disposition: string | null) => {
    const { [name]: _, ...others } = classMap
    onChange({ ...draft, classMap: disposition ? { ...others, [name]: disposition } : others })
  }
  return (
    <Panel title="What do your rows say?" hint="Rows of one object are one object, whatever its name is written like.">
      <div className="cards">
        <Select
          label="Column with the verdict"
          placeholder="Choose a column"
          data={upload.target_candidates.map((candidate) => candidate.name)}
          value={target}
          onChange={(name) =>
            onChange({ ...draft, target: name, classMap: proposedClasses(classesOf(upload, name), dispositions) })
          }
          error={problems.target}
          searchable
          allowDeselect={false}
        />
        <Select
          label="Column that names the object"
          placeholder="Choose a column"
          data={names}
          value={object}
          onChange={(name) => onChange({ ...draft, object: name })}
          error={problems.object ?? problems.object_name}
          searchable
          clearable
        />
        <Select
          label="Column that names the star"
          placeholder="None: found by the object"
          data={names}
          value={host}
          onChange={(name) => onChange({ ...draft, host: name })}
          error={problems.host}
          searchable
          clearable
        />
      </div>
      {classes.length > 0 && (
        <fieldset className={styles.classes}>
          <legend>What your classes mean</legend>
          <div className="cards">
            {classes.map((name) => (
              <Select
                key={name}
                label={`“${name}” is`}
                data={[{ value: LEFT_OUT, label: 'left out' }, ...dispositions]}
                value={classMap[name] ?? LEFT_OUT}
                onChange={(disposition) => setClass(name, disposition)}
                error={problems[`class_map.${name}`]}
                allowDeselect={false}
              />
            ))}
          </div>
          {problems.class_map && (
            <p role="alert" className={styles.problem}>
              {problems.class_map}
            </p>
          )}
        </fieldset>
      )}
    </Panel>
  )
}
