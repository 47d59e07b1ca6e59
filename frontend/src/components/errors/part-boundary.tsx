import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'

interface Props {
  name: string
  children: ReactNode
}

/** Keeps a failure inside one part of a page; the rest stays usable. */
export class PartBoundary extends Component<Props, { error: unknown }> {
  state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('unknown') }
  }

  render() {
    if (!this.state.error) return this.props.children
    return (
      <Notice tone="bad" title={`${this.props.name} could not be drawn`}>
        <p>{messageOf(this.state.error)}</p>
        <Button size="xs" variant="default" onClick={() => this.setState({ error: null })}>
          Draw it again
        </Button>
      </Notice>
    )
  }
}
