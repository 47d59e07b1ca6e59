import { ApiError } from '@/client/api-error'

/** A sentence a person can act on, whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message
  if (error instanceof Error && /dynamically imported module|module script/i.test(error.message))
    return 'A part of the app could not be loaded, perhaps because a newer version was installed. Reload the page.'
  if (error instanceof Error)
    return `The app stumbled: ${error.message}. Reload the page; your session is kept on the server.`
  return 'The app stumbled. Reload the page; your session is kept on the server.'
}
