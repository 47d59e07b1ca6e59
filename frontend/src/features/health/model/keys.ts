import { formatMoment } from '@/lib/time'
import type { ApiKey } from '../api/keys'

/** What a key may do, the least first; each may what those before it may. */
export const SCOPES: { value: ApiKey['scope']; label: string }[] = [
  { value: 'read', label: 'Read: look and download' },
  { value: 'write', label: 'Write: also train, upload and predict' },
  { value: 'admin', label: 'Admin: everything, this view included' },
]

/** Whether a key opens anything now, in words. */
export const standing = ({ source, revoked_at }: ApiKey) =>
  revoked_at ? `revoked ${formatMoment(revoked_at)}` : source === 'setting' ? 'valid, by the settings' : 'valid'
