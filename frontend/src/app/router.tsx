import { createBrowserRouter, type RouteObject } from 'react-router'
import { paths } from '@/config/paths'
import { Shell } from './layout/shell'
import { RouteError } from './layout/route-error'
import { Waiting } from './layout/waiting'

export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <RouteError />,
    hydrateFallbackElement: <Waiting />,
    children: [
      {
        errorElement: <RouteError />,
        children: [
          { path: paths.home, lazy: () => import('./routes/home') },
          { path: paths.session, lazy: () => import('./routes/session') },
          { path: paths.selectStart, lazy: () => import('./routes/select-start') },
          { path: paths.select, lazy: () => import('./routes/select') },
          { path: paths.training, lazy: () => import('./routes/training') },
          { path: paths.result, lazy: () => import('./routes/result') },
          { path: paths.compare, lazy: () => import('./routes/compare') },
          { path: paths.predict, lazy: () => import('./routes/predict') },
          { path: paths.datasets, lazy: () => import('./routes/datasets') },
          { path: paths.dataset, lazy: () => import('./routes/dataset') },
          { path: paths.dossier, lazy: () => import('./routes/dossier') },
          { path: paths.habitability, lazy: () => import('./routes/habitability') },
          { path: paths.models, lazy: () => import('./routes/models') },
          { path: paths.model, lazy: () => import('./routes/model') },
          { path: paths.learn, lazy: () => import('./routes/learn') },
          { path: paths.learnTransit, lazy: () => import('./routes/learn/transit') },
          { path: paths.learnColumns, lazy: () => import('./routes/learn/columns') },
          { path: paths.learnStars, lazy: () => import('./routes/learn/stars') },
          { path: paths.learnLeaks, lazy: () => import('./routes/learn/leaks') },
          { path: paths.learnScores, lazy: () => import('./routes/learn/scores') },
          { path: paths.health, lazy: () => import('./routes/health') },
          { path: '*', lazy: () => import('./routes/not-found') },
        ],
      },
    ],
  },
]

export const router = createBrowserRouter(routes, { basename: '/app' })
