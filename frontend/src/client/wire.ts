import type { components } from './schema'

export type * from './wire-evaluation'

type Schemas = components['schemas']

/** The server always writes every field; a default in the document only says what it writes when nothing is known. */
export type Full<T> = T extends (infer Item)[]
  ? Full<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Full<Exclude<T[Key], undefined>> }
    : T

export type Cell = string | number | boolean | null
export type Row = Record<string, Cell>
export type SessionState = Schemas['TrainingProgress']['state']

export type Estimate = Schemas['Estimate']
export type CodedText = Schemas['Remark']
export type RowProblem = Full<Schemas['RowProblemFacts']>
export type Task = Full<Schemas['TaskFacts']>
export type Column = Full<Schemas['ColumnFacts']>
export type Role = Column['role']
export type Histogram = NonNullable<Column['histogram']>
export type Dataset = Full<Schemas['DatasetSummary']>
export type DatasetDetail = Full<Schemas['DatasetDetail']>
export type Snapshot = Dataset['snapshots'][number]
export type Note = Schemas['Note']
export type Finding = Full<Schemas['Finding']>
export type Share = Full<Schemas['ShareFacts']>
export type NewShare = Full<Schemas['NewShare']>
export type Refresh = Full<Schemas['RefreshFacts']>
export type Diff = Full<Schemas['Diff']>
export type DiffRow = Diff['rows'][number]
export type Change = DiffRow['change']
export type PlanePoint = Schemas['PlanePoint']
export type PlanePoints = Full<Schemas['PlanePoints']>
export type Upload = Full<Schemas['UploadFacts']>
export type UploadColumn = Upload['columns'][number]
export type Proposal = NonNullable<UploadColumn['proposal']>
export type CommonColumn = Full<Schemas['CommonColumn']>
export type SessionSummary = Full<Schemas['SessionSummary']>

/** A property of the JSON Schema of a family's hyperparameters. */
export interface ParameterSchema {
  type: 'integer' | 'number' | 'string' | 'boolean'
  title?: string
  description?: string
  default?: Cell
  minimum?: number
  maximum?: number
  enum?: Cell[]
}
export type ModelFamily = Omit<Full<Schemas['FamilyFacts']>, 'hyperparameters'> & {
  hyperparameters: { properties: Record<string, ParameterSchema> }
}

type Step<Name extends 'DataSourceStep' | 'FeaturesStep' | 'ModelStep' | 'EvaluationStep'> = Omit<
  Schemas[Name],
  'session_id' | 'config_type'
>
export type DataSourceChoice = Step<'DataSourceStep'>
export type FeaturesChoice = Step<'FeaturesStep'>
export type TaskName = NonNullable<DataSourceChoice['task']>
export type PresetName = NonNullable<FeaturesChoice['preset']>
export type ModelChoice = Omit<Step<'ModelStep'>, 'hyperparameters'> & { hyperparameters: Record<string, Cell> }
export type StepChoice = Full<Schemas['StepChoice']>
type Chosen<T> = { [Key in keyof T]-?: NonNullable<T[Key]> }
export type TuningChoice = Full<Schemas['TuningBudget']>
/** The budget with what it comes to, as the server completes it. */
export type TuningExpected = TuningChoice & { searches: number; fits: number; expected_s: number }
/** What the form asks; a frozen split is set over the API and kept as it is. */
export type EvaluationChoice = Chosen<Omit<Step<'EvaluationStep'>, 'tuning' | 'costs' | 'split_of'>> & {
  tuning: TuningChoice | null
  costs: Record<string, number> | null
}
export interface Choices {
  data_source: DataSourceChoice | null
  features: FeaturesChoice | null
  model: ModelChoice | null
  evaluation: EvaluationChoice | null
}
export type Selection = Omit<Full<Schemas['Selection']>, 'selection' | 'effective'> & {
  selection: Choices
  effective: Choices
}

export type TrainingStatus = Full<Schemas['TrainingProgress']>
export type Phase = Schemas['PhaseState']
export type FoldScore = Schemas['FoldScores']

export type ResultSummary = Full<Schemas['ResultSummary']>
export type Curve = Record<string, number[]>
export type Curves = Record<'roc' | 'pr' | 'calibration' | 'threshold', Curve | { by_class: Record<string, Curve> }>
export type CurvesSection = Omit<Schemas['CurvesSection'], 'curves'> & { curves: Curves }
export type ImportanceSection = Full<Schemas['ImportanceSection']>
export type ImportanceBar = ImportanceSection['features'][number]
export type ErrorsSection = Full<Schemas['ErrorsSection']>
export type ErrorRow = ErrorsSection['rows'][number]
export type ThresholdAnswer = Schemas['Threshold']

export type PredictForm = Full<Schemas['InputForm']>
export type FormFeature = PredictForm['features'][number]
export type KnownObject = Full<Schemas['KnownObject']>
export type Prediction = Full<Schemas['Prediction']>
export type Explanation = Full<Schemas['Explanation']>
export type Contribution = Explanation['contributions'][number]
export type Batch = Full<Schemas['BatchPage']>

export type Trial = TrainingStatus['scores']['trials'][number]

export type Study = Full<Schemas['StudyFacts']>
export type LeakPrice = Full<Schemas['LeakPrice']>
export type VersionComparison = Full<Schemas['VersionComparison']>

export type ExtensionRequest = Schemas['ExtensionRequest']
export type ExtensionDiff = Full<Schemas['ExtensionDiff']>
export type ExtensionKept = Full<Schemas['ExtensionKept']>

export type HealthReport = Full<Schemas['HealthReport']>
export type HealthPart = HealthReport['parts'][number]
