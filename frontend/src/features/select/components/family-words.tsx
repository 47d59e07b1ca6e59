import type { ModelFamily } from '@/client/wire'

/** What a family is, is good at and is not. */
export function FamilyWords({ family }: { family: ModelFamily }) {
  const list = (sign: string, word: string, texts: string[]) =>
    texts.map((text) => (
      <li key={text}>
        <span aria-hidden="true">{sign} </span>
        <span className="visually-hidden">{word}: </span>
        {text}
      </li>
    ))
  return (
    <div className="stack-tight">
      <p>{family.summary}</p>
      <ul className="plain-list">
        {list('+', 'Good', family.pros)}
        {list('−', 'Not so good', family.cons)}
      </ul>
      {family.cost && <p>Cost: {family.cost}</p>}
    </div>
  )
}
