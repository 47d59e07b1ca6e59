import createClient from 'openapi-fetch'
import { ApiError, lostConnection, type FieldProblem } from './api-error'
import { askForApiKey, withApiKey } from './api-key'
import type { paths } from './schema'
import type { Full } from './wire'

/** The API is always at the app's own origin: nothing about it is compiled in. */
export const client = createClient<paths>({
  baseUrl: globalThis.location.origin,
  fetch: (request) => globalThis.fetch(withApiKey(request)),
})

interface ErrorEnvelope {
  error?: string | null
  code?: string
  details?: ({ fields?: FieldProblem[] } & Record<string, unknown>) | null
}
interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

function toApiError(body: unknown, response: Response): ApiError {
  const envelope: ErrorEnvelope = typeof body === 'object' && body !== null ? body : {}
  const message =
    envelope.error ||
    `The server answered ${response.status} ${response.statusText} without a reason. Try again in a moment.`
  return new ApiError(
    message,
    envelope.code ?? `http_${response.status}`,
    response.status,
    envelope.details?.fields ?? [],
    envelope.details ?? {},
  )
}

/** Waits for a file; a refusal is an ApiError as everywhere. */
export async function unwrapFile(call: Promise<Answer<Blob>>): Promise<Blob> {
  const answer = await call.catch(() => {
    throw lostConnection()
  })
  if (!answer.response.ok || !answer.data) throw toApiError(answer.error, answer.response)
  return answer.data
}

/** A server that answers holders of a key only says so with every call: the person is asked once. */
function asksForKey(error: ApiError): ApiError {
  if (error.code === 'api_key_needed' || error.code === 'api_key_refused') askForApiKey()
  return error
}

const isAborted = (cause: unknown) => cause instanceof DOMException && cause.name === 'AbortError'

/** Waits for an answer, opens the envelope and turns every failure into an ApiError. */
export async function unwrap<Envelope extends { data: unknown }>(
  call: Promise<Answer<Envelope>>,
): Promise<Full<Envelope['data']>> {
  const answer = await call.catch((cause: unknown) => {
    if (isAborted(cause)) throw cause
    throw cause instanceof SyntaxError
      ? new ApiError(
          'The server answered with something that is not JSON. Is another program on this address?',
          'not_json',
          502,
        )
      : lostConnection()
  })
  if (!answer.response.ok) throw asksForKey(toApiError(answer.error, answer.response))
  if (answer.data?.data == null)
    throw new ApiError('The server answered without data. Reload the page.', 'no_data', answer.response.status)
  return answer.data.data as Full<Envelope['data']>
}

/** A multipart body; openapi-fetch then leaves the content type to the browser. */
export function asFormData(body: Record<string, unknown>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(body)) if (value != null) form.append(name, value as string | Blob)
  return form
}
