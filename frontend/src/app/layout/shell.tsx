import { useEffect, useRef } from 'react'
import { NavLink, Outlet, useLocation, useMatch, useNavigation } from 'react-router'
import { to } from '@/config/paths'
import { Toasts } from '@/components/ui/toasts'
import { Tray } from '../background/tray'
import { useTabs } from '../background/use-tabs'
import { OpenPalette } from '../palette/open-palette'
import { Notice } from '@/components/ui/notice'
import { isShareToken, readOnlyReason } from '@/lib/share-token'
import { Brand } from './brand'
import { KeyGate } from './key-gate'
import { SchemeToggle } from './scheme-toggle'
import { SessionNav } from './session-nav'
import styles from './shell.module.css'

/** Moves the reading point to the new page, as a full page load would. */
function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const previous = useRef(pathname)
  useEffect(() => {
    if (previous.current === pathname) return
    previous.current = pathname
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname])
  return main
}

export function Shell() {
  const main = useFocusOnArrival()
  const sessionId = useMatch('/sessions/:id/*')?.params.id
  useTabs()
  const { pathname } = useLocation()
  const isReadOnly = isShareToken(sessionId ?? '') && /\/(select|training)/.test(pathname)
  const isBusy = useNavigation().state === 'loading'
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <Brand />
          <nav aria-label="Main" className={styles.nav}>
            <NavLink to={to.home()} end className={styles.link}>
              Home
            </NavLink>
            <NavLink to={to.datasets()} className={styles.link}>
              Data
            </NavLink>
            <NavLink to={to.models()} className={styles.link}>
              Models
            </NavLink>
            <NavLink to={to.habitability()} className={styles.link}>
              Habitability
            </NavLink>
            <NavLink to={to.learn()} className={styles.link}>
              Learn
            </NavLink>
            <NavLink to={to.health()} className={styles.link}>
              Health
            </NavLink>
            <a href="/api/docs" className={styles.link}>
              API
            </a>
          </nav>
          <div className={styles.tools}>
            <Tray />
            <OpenPalette sessionId={sessionId} />
            <SchemeToggle />
          </div>
        </div>
      </header>
      {sessionId && <SessionNav sessionId={sessionId} />}
      <main id="main" ref={main} tabIndex={-1} className={styles.main} aria-busy={isBusy}>
        {isReadOnly && (
          <div className={styles.readOnly}>
            <Notice title="Nothing can be changed here">
              <p>{readOnlyReason(sessionId!)}</p>
            </Notice>
          </div>
        )}
        {/* What would change somebody else's session is shown, but cannot be used. */}
        <fieldset className={styles.plain} disabled={isReadOnly}>
          <Outlet />
        </fieldset>
      </main>
      <KeyGate />
      <footer className={styles.footer}>
        <p>
          Catalogue data: NASA Exoplanet Archive, operated by Caltech under contract with NASA. This site is not
          affiliated with NASA.
        </p>
      </footer>
      <Toasts />
    </div>
  )
}
