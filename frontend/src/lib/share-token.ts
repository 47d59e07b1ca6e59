const PREFIX = 'read~'

/** Whether the id in an address is a share link's token: it reads a session and changes nothing. */
export const isShareToken = (id: string) => id.startsWith(PREFIX)

/** Why what writes cannot be used with this id; null for a session's own id. */
export const readOnlyReason = (id: string) =>
  isShareToken(id) ? 'A share link only reads. To use this, start a session of your own, or ask the owner.' : null
