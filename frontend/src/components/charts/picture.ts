const SCALE = 2
const EDGE = 16
const LEFT_OUT = '[data-no-picture], .visually-hidden'

/** Writes the look that an element has here into its copy, which no style sheet will reach. */
function settle(original: Element, copy: Element) {
  const look = getComputedStyle(original)
  const text = [...look].map((name) => `${name}:${look.getPropertyValue(name)}`).join(';')
  copy.setAttribute('style', text)
  const [originals, copies] = [[...original.children], [...copy.children]]
  originals.forEach((child, index) => settle(child, copies[index]!))
}

/** The figure as a picture of its own: HTML and SVG alike, without its buttons. Canvases are left blank. */
function asImage(figure: HTMLElement, width: number, height: number): string {
  const copy = figure.cloneNode(true) as HTMLElement
  settle(figure, copy)
  copy.style.margin = '0'
  copy.querySelectorAll(LEFT_OUT).forEach((part) => part.remove())
  const markup = new XMLSerializer().serializeToString(copy)
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><foreignObject width="100%" height="100%">${markup}</foreignObject></svg>`
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`
}

const loaded = (address: string) =>
  new Promise<HTMLImageElement>((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = () => reject(new Error('The browser could not draw the picture; save the numbers as CSV instead.'))
    image.src = address
  })

/** What stands behind an element. */
function groundOf(element: Element | null): string {
  if (!element) return '#ffffff'
  const ground = getComputedStyle(element).backgroundColor
  return /^(transparent|rgba\(.*, 0\))$/.test(ground) ? groundOf(element.parentElement) : ground
}

/** A figure as PNG, as it is seen: title, chart and caption, at twice the size of the screen. */
export async function pictureOf(figure: HTMLElement): Promise<Blob> {
  const bounds = figure.getBoundingClientRect()
  const image = await loaded(asImage(figure, bounds.width, bounds.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil((bounds.width + 2 * EDGE) * SCALE)
  canvas.height = Math.ceil((bounds.height + 2 * EDGE) * SCALE)
  const pen = canvas.getContext('2d')!
  pen.fillStyle = groundOf(figure)
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.scale(SCALE, SCALE)
  pen.translate(EDGE, EDGE)
  pen.drawImage(image, 0, 0)
  for (const drawn of figure.querySelectorAll('canvas')) {
    const { left, top, width, height } = drawn.getBoundingClientRect()
    pen.drawImage(drawn, left - bounds.left, top - bounds.top, width, height)
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('The browser could not write the picture; save the numbers as CSV instead.')
  return blob
}
