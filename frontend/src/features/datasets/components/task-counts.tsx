import type { Task } from '@/client/wire'
import { ClassBalance } from './class-balance'

/** The questions that can be asked of a catalogue, each with how many rows every answer has. */
export function TaskCounts({ tasks }: { tasks: Task[] }) {
  return (
    <ul className="plain-list stack">
      {tasks.map((task) => (
        <li key={task.name} className="stack-tight">
          <h3 className="small">{task.title}</h3>
          <ClassBalance task={task} />
        </li>
      ))}
    </ul>
  )
}
