const KEY = 'exoplanet.key'
const COOKIE = 'exoplanet_key'

let isAsked = false
const listeners = new Set<() => void>()
const tell = () => listeners.forEach((listener) => listener())

/** The key that this browser window was given; a blocked storage asks for it again at each load. */
export function apiKey(): string | null {
  try {
    return sessionStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** Keeps the key until the browser is closed. Downloads are links and carry no header: for them a cookie holds it. */
export function keepApiKey(key: string) {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${COOKIE}=${encodeURIComponent(key)}; Path=/; SameSite=Strict${secure}`
  try {
    sessionStorage.setItem(KEY, key)
  } catch {
    // Private windows may refuse storage: reads go on with the cookie.
  }
  isAsked = false
  tell()
}

/** Notes that the server asked for a key, or refused the one it was given. */
export function askForApiKey() {
  isAsked = true
  tell()
}

export const isApiKeyAsked = () => isAsked

export function onApiKeyAsked(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** The request with the key, where there is one; a call that names another, such as the admin's token, keeps it. */
export function withApiKey(request: Request): Request {
  const key = apiKey()
  if (key && !request.headers.has('Authorization')) request.headers.set('Authorization', `Bearer ${key}`)
  return request
}
