import { useSyncExternalStore } from 'react'

export interface Toast {
  id: number
  tone: 'info' | 'good' | 'warn' | 'bad'
  title: string
  /** Where to go for it. */
  link?: { label: string; href: string }
  /** What takes it back. */
  undo?: () => void
}

const MOST = 4
const listeners = new Set<() => void>()
let shown: Toast[] = []
let last = 0

function set(next: Toast[]) {
  shown = next
  for (const tell of listeners) tell()
}

/** Tells something wherever the reader is. */
export function say(toast: Omit<Toast, 'id'>): number {
  last += 1
  set([...shown, { ...toast, id: last }].slice(-MOST))
  return last
}

export const putAway = (id: number) => set(shown.filter((toast) => toast.id !== id))

const listen = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

export const useToasts = () => useSyncExternalStore(listen, () => shown)
