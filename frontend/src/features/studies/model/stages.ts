import type { RegimeScore, TransferStudy } from '@/client/wire'

export const REGIMES: Record<RegimeScore['regime'], string> = {
  joint: 'All together',
  joint_with_mission: 'All together, mission told',
  per_mission: 'Each mission alone',
  staged: 'In stages',
  rehearsed: 'In stages, rehearsed',
}

export interface StageLine {
  name: string
  regime: RegimeScore['regime']
  mission: string
  values: (number | null)[]
}

export const afterWords = (after: string[]) => after.join(' → ')

/** One line for each way of training in stages and each mission that it is tested on. */
export function stageLines({ missions, scores }: TransferStudy['regimes'], metric = 'roc_auc'): StageLine[] {
  const stages = missions.map((_, at) => missions.slice(0, at + 1).join())
  const ways: RegimeScore['regime'][] = ['staged', 'rehearsed']
  return ways.flatMap((regime) =>
    missions.map((mission) => ({
      name: `${mission}, ${REGIMES[regime].toLowerCase()}`,
      regime,
      mission,
      values: stages.map((stage) => {
        const score = scores.find(
          (one) => one.regime === regime && one.tested === mission && one.after.join() === stage,
        )
        return score?.metrics[metric]?.value ?? null
      }),
    })),
  )
}
