import { Select } from '@mantine/core'
import type { Column, Upload } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import type { FieldProblems } from '@/lib/field-problems'

export interface AnswerChoice {
  target: string | null
  host: string | null
  positive: string | null
}

interface Props {
  targets: Upload['target_candidates']
  columns: Column[]
  choice: AnswerChoice
  problems?: FieldProblems
  onChange: (choice: AnswerChoice) => void
}

/** Of an own table: which column holds the class, which class is looked for, and which column names the star. */
export function AnswerColumns({ targets, columns, choice, problems = {}, onChange }: Props) {
  const classes = targets.find(({ name }) => name === choice.target)?.classes ?? []
  return (
    <Panel title="Which column holds the answer?">
      <Select
        label="Target column"
        placeholder="Choose a column"
        description="Columns with 2 to 20 different values are offered. Rows without a value are kept aside as undecided."
        data={targets.map(({ name }) => name)}
        value={choice.target}
        onChange={(target) => onChange({ ...choice, target, positive: null })}
        error={problems.target}
        searchable
        allowDeselect={false}
        nothingFoundMessage="No column of this name can be a target"
        maw="26rem"
      />
      {targets.length === 0 && (
        <p>
          No column has 2 to 20 different values, so there is nothing to learn. Add such a column and upload the table
          again.
        </p>
      )}
      {classes.length > 0 && <p className="small dim">Classes: {classes.join(', ')}</p>}
      {classes.length === 2 && (
        <Select
          label="Class to look for"
          placeholder="The one that sounds like a planet"
          description="Scores, rankings and thresholds are about this class."
          data={classes}
          value={choice.positive}
          onChange={(positive) => onChange({ ...choice, positive })}
          error={problems.positive_class}
          clearable
          maw="26rem"
        />
      )}
      <Select
        label="Column that names the star"
        placeholder="None, or one with a known name such as kepid"
        description="Rows of one star then stay on one side of every split. Without it the scores may be too good."
        data={columns.filter(({ name }) => name !== choice.target).map(({ name }) => name)}
        value={choice.host}
        onChange={(host) => onChange({ ...choice, host })}
        error={problems.host}
        searchable
        clearable
        maw="26rem"
      />
    </Panel>
  )
}
