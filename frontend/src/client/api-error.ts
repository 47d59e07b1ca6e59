export interface FieldProblem {
  field: string
  message: string
}

/** What the server, or the way to it, said went wrong: the sentence holds the remedy. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly status: number,
    readonly fields: FieldProblem[] = [],
    readonly details: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'ApiError'
  }

  /** No answer came at all, so asking again may help. */
  get isLost() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }
}

export const lostConnection = () =>
  new ApiError(
    'The server did not answer. Check that it is running and that you are online, then try again.',
    'no_answer',
    0,
  )
