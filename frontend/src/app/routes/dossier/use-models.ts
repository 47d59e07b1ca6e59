import type { ModelAsked } from '@/features/dossier/api/get-dossier'
import type { ModelOption } from '@/features/dossier/components/model-choice'
import { isSame } from '@/features/dossier/components/model-choice'
import { useRegistry } from '@/features/registry/api/get-registry'
import { useSessions } from '@/features/sessions/api/list-sessions'
import { ownSessionIds } from '@/lib/own-sessions'
import { formatMoment } from '@/lib/time'

/** Models that can be asked about an object of a catalogue, and whether they are all known yet. */
export function useModels(dataset: string, asked: ModelAsked | null) {
  const ids = ownSessionIds()
  const sessions = useSessions(ids)
  const registry = useRegistry()
  const own: ModelOption[] = (sessions.data ?? [])
    .filter((one) => one.state === 'trained' && one.dataset === dataset)
    .map((one) => ({
      asked: { session: one.session_id },
      label: one.name || [one.model, formatMoment(one.created_at)].filter(Boolean).join(', '),
    }))
  const promoted: ModelOption[] = (registry.data ?? [])
    .filter((one) => one.promoted?.dataset === dataset)
    .map((one) => ({
      asked: { model: one.name },
      label: `${one.name}, version ${one.version}: ${one.promoted?.title ?? ''}`,
    }))
  const isKnown = asked && [...own, ...promoted].some((one) => isSame(one.asked, asked))
  // A link may come from somebody else: its session is not among one's own.
  if (asked && !isKnown)
    ('session' in asked ? own : promoted).unshift({
      asked,
      label: 'session' in asked ? 'The session of this link' : asked.model,
    })
  return { own, promoted, isWaiting: (ids.length > 0 && sessions.isPending) || registry.isPending }
}
