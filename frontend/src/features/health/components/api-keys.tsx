import { KeyList } from './key-list'
import { NewKeyForm } from './new-key-form'

/** Lists, makes and revokes API keys, for whoever runs the platform. */
export function ApiKeys({ token }: { token: string }) {
  return (
    <section className="stack" aria-label="API keys">
      <h3>API keys</h3>
      <p className="small dim">
        Calls need one where the setting API_KEYS is on. Only a key’s fingerprint is kept, so none can be shown again.
      </p>
      <KeyList token={token} />
      <NewKeyForm token={token} />
    </section>
  )
}
