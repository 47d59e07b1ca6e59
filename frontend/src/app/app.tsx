import { RouterProvider } from 'react-router/dom'
import { Provider } from './provider'
import { router } from './router'

export function App() {
  return (
    <Provider>
      <RouterProvider router={router} />
    </Provider>
  )
}
