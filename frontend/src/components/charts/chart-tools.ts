import { createContext, useContext } from 'react'
import type { Zoom } from './zoom'

/** Where a chart hands over what the buttons of its figure do. */
export const ChartTools = createContext<(zoom: Zoom | null) => void>(() => {})

export const useChartTools = () => useContext(ChartTools)
