import type { ComponentType } from 'react'
import type { Selection } from '@/client/wire'
import type { Step } from '@/config/paths'
import { DataScreen } from './data-screen'
import { EvaluationScreen } from './evaluation-screen'
import { FeaturesScreen } from './features-screen'
import { ModelScreen } from './model-screen'

export const STEP_SCREENS: Record<Step, ComponentType<{ selection: Selection }>> = {
  data: DataScreen,
  features: FeaturesScreen,
  model: ModelScreen,
  evaluation: EvaluationScreen,
}
