const PREFIX = 'read~'

/** Whether the id in an address is a share link's token: it reads a session and changes nothing. */
export const isShareToken = (id: string) => id.startsWith(PREFIX)
