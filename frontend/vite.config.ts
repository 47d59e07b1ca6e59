import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const api = 'http://127.0.0.1:5000'
// The session pages live at the root of the same origin, the app under /app/.
const apiPaths = ['/select', '/training', '/predict', '/result', '/api']

export default defineConfig({
  base: '/app/',
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: Object.fromEntries(apiPaths.map((path) => [path, api])) },
  build: {
    manifest: true,
    // The chart library is one lazy chunk by design; scripts/check-size.mjs guards the first load.
    chunkSizeWarningLimit: 800,
    // Data URIs would need a wider content security policy.
    assetsInlineLimit: 0,
  },
})
