import type { components } from './schema'
import type { Full } from './wire'

type Schemas = components['schemas']

// Why a model answers so, what would change it, and what a list of answers is worth.
export type Counterfactual = Full<Schemas['Counterfactual']>
export type ChangedColumn = Counterfactual['changes'][number]
export type ExplanationsSection = Full<Schemas['ExplanationsSection']>
export type GlobalExplanation = Full<Schemas['GlobalExplanation']>
export type ExplainedFeature = GlobalExplanation['features'][number]
export type ExplainedGroup = GlobalExplanation['groups'][number]
export type WorkList = Full<Schemas['WorkList']>
export type Purpose = WorkList['purposes'][number]
export type Cut = Full<Schemas['Cut']>
