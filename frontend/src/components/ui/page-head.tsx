import { useEffect, type ReactNode } from 'react'

interface Props {
  title: string
  /** The window's title, when it should say more than the heading. */
  windowTitle?: string
  children?: ReactNode
}

export function PageHead({ title, windowTitle = title, children }: Props) {
  useEffect(() => {
    document.title = `${windowTitle} · Exoplanet Playground`
  }, [windowTitle])
  return (
    <header className="stack-tight">
      <h1>{title}</h1>
      {children && <div className="lead">{children}</div>}
    </header>
  )
}
