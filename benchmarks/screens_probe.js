// Runs in the page before anything else: when Home's button answers, and how long each input waited for a picture.
;(() => {
  const seen = (globalThis.seenByBench = { answers: null, inputs: [] })

  // After the next picture, with the main thread free for the turn of this message.
  const painted = (then) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => then(performance.now())
      port2.postMessage(0)
    })

  const look = () => {
    const button = [...document.querySelectorAll('main button:enabled')].find((one) => one.textContent === 'Start')
    const box = button?.getBoundingClientRect()
    const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (button && button.contains(top)) painted((now) => (seen.answers = now))
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)

  // Presses, keys and pointers that enter: the browser's own figures, rounded to 8 ms, from 16 ms on.
  const note = (list) => {
    for (const { name, duration, startTime } of list.getEntries()) seen.inputs.push([name, duration, startTime])
  }
  new PerformanceObserver(note).observe({ type: 'event', durationThreshold: 16, buffered: true })
  new PerformanceObserver(note).observe({ type: 'first-input', buffered: true })

  // Moves and wheels have no such figures: from the event's own time to the picture that follows it.
  for (const name of ['mousemove', 'wheel'])
    addEventListener(name, ({ timeStamp }) => painted((now) => seen.inputs.push([name, now - timeStamp, timeStamp])), {
      capture: true,
      passive: true,
    })
})()
