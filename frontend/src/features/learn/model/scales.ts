/** The first step of a ladder (1, 2, 5, 10, …) that holds the value: scales that jump seldom, so that a change is seen. */
export function ladder(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10
  return step * power
}
