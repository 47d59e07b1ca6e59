import type { components } from './schema'
import type { Estimate, Full } from './wire'

type Schemas = components['schemas']

// Named models with versions, and what the promoted ones answer.
type Version = Full<Schemas['ModelVersion']>
export type ModelVersion = Omit<Version, 'metrics'> & { metrics: Record<string, Estimate> }

/** How far the platform is with a model of its own. */
export interface ReferenceProgress {
  phase?: string
  completed?: number
  total?: number
  unit?: string
  percent?: number
  eta_s?: number
  message?: string
}
export type RegisteredModel = Omit<Full<Schemas['RegisteredModel']>, 'promoted' | 'versions' | 'progress'> & {
  promoted: ModelVersion | null
  versions: ModelVersion[]
  progress: ReferenceProgress | null
}
export interface MetricDifference {
  this: Estimate
  other: Estimate | null
  difference: Estimate | null
}
export type VersionsCompared = Omit<Full<Schemas['RegistryComparison']>, 'this' | 'other' | 'metrics'> & {
  this: ModelVersion
  other: ModelVersion
  metrics: Record<string, MetricDifference>
}
export type RegistryAnswers = Full<Schemas['Answers']>
export type RegistryAnswer = RegistryAnswers['predictions'][number]
