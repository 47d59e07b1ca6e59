import type { Role } from '@/client/wire'
import { Tag } from './tag'

const ROLES: Record<Role, { title: string; tone: 'plain' | 'info' | 'warn' | 'bad' }> = {
  feature: { title: 'Feature', tone: 'info' },
  identifier: { title: 'Identifier', tone: 'plain' },
  soft_leak: { title: 'Soft leak', tone: 'warn' },
  leak: { title: 'Leak', tone: 'bad' },
  target: { title: 'Target', tone: 'plain' },
}

export const roleTitle = (role: Role) => ROLES[role].title

/** What a model may do with a column. */
export function RoleTag({ role }: { role: Role }) {
  return <Tag tone={ROLES[role].tone}>{ROLES[role].title}</Tag>
}
