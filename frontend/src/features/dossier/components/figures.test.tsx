import { screen } from '@testing-library/react'
import { orbit, transit } from '@/testing/dossier-samples'
import { show } from '@/testing/render'
import { OrbitFigure } from './orbit-figure'
import { TransitFigure } from './transit-figure'

test('the transit says how deep it is, and has its numbers behind it', async () => {
  const { user } = show(<TransitFigure transit={transit} />)
  expect(screen.getByRole('img', { name: 'Transit curve: the star loses 600 ppm of its light at most' })).toBeVisible()
  expect(screen.getByText(/Limb darkening: Claret & Bloemen 2011/)).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of Transit' }))
  expect(screen.getByRole('row', { name: /orbital period/ })).toHaveTextContent('9.49 days')
})

test('the orbit says where the light puts the planet, and draws the zone only where it is known', async () => {
  const { user, container, unmount } = show(<OrbitFigure orbit={orbit} />)
  expect(screen.getByRole('img', { name: /^Orbit of 0\.085\sAU.*too hot/ })).toBeVisible()
  const rings = container.querySelectorAll('svg[role=img] circle').length
  await user.click(screen.getByRole('button', { name: 'Table of Star and orbit' }))
  expect(screen.getByRole('row', { name: /Zone: recent venus/ })).toHaveTextContent('0.7 AU')
  unmount()
  const unknown = { ...orbit, zone_edges: { ...orbit.zone_edges, early_mars: null } }
  const { container: bare } = show(<OrbitFigure orbit={unknown} />)
  expect(screen.getByText(/The zone is not known/)).toBeInTheDocument()
  expect(bare.querySelectorAll('svg[role=img] circle').length).toBe(rings - 2)
})

test.each([
  ['transit', <TransitFigure key="t" transit={{ ...transit, available: false, missing: ['radius_ratio'] }} />],
  ['orbit', <OrbitFigure key="o" orbit={{ ...orbit, available: false, missing: ['radius_ratio'] }} />],
])('what the %s lacks is named instead of drawn', (_, figure) => {
  show(figure)
  expect(screen.getByText('Cannot be drawn: radius ratio would be needed.')).toBeInTheDocument()
  expect(screen.queryByRole('img')).not.toBeInTheDocument()
})
