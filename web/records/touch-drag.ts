/** A finger held this long takes a card up; moved before, it scrolls. */
const holdMs = 250
const scrollsAfter = 8
/** Held this near to the board's edge, a card moves the board. */
const edge = 48
const step = 14

interface TouchDrag {
  onLift: () => void
  /** The `data-column` that it was put down on, if any. */
  onDrop: (column: string | null) => void
}

/**
 * Dragging by finger: browsers drag by mouse everywhere, by finger only on some systems. The element follows the finger as
 * a copy; columns carry `data-column`. Answers how to stop listening.
 */
export function dragByTouch(element: HTMLElement, { onLift, onDrop }: TouchDrag): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let start = { x: 0, y: 0 }
  let at = start
  let ghost: HTMLElement | null = null
  let over: Element | null = null
  let frame = 0
  const board = () => element.closest<HTMLElement>('[role=group]')

  const columnAt = ({ x, y }: typeof start) =>
    document.elementFromPoint(x, y)?.closest('[data-column]') ?? null
  const mark = (column: Element | null) => {
    if (column === over) return
    over?.removeAttribute('data-over')
    column?.setAttribute('data-over', 'true')
    over = column
  }
  const follow = () => {
    if (!ghost) return
    ghost.style.translate = `${at.x - start.x}px ${at.y - start.y}px`
    mark(columnAt(at))
  }
  const scroll = () => {
    const box = board()?.getBoundingClientRect()
    const by = !box ? 0 : at.x < box.left + edge ? -step : at.x > box.right - edge ? step : 0
    if (by !== 0) {
      board()?.scrollBy(by, 0)
      follow()
    }
    frame = requestAnimationFrame(scroll)
  }
  const lift = () => {
    const box = element.getBoundingClientRect()
    ghost = element.cloneNode(true) as HTMLElement
    ghost.setAttribute('aria-hidden', 'true')
    ghost.inert = true
    Object.assign(ghost.style, {
      position: 'fixed',
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
      pointerEvents: 'none',
      zIndex: '400',
      boxShadow: 'var(--float)',
    })
    document.body.append(ghost)
    board()?.style.setProperty('scroll-snap-type', 'none')
    frame = requestAnimationFrame(scroll)
    onLift()
  }
  const end = () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    ghost?.remove()
    ghost = null
    board()?.style.removeProperty('scroll-snap-type')
    mark(null)
    element.setAttribute('draggable', 'true')
  }

  const stopped = new AbortController()
  const on = <K extends keyof HTMLElementEventMap>(type: K, run: (event: HTMLElementEventMap[K]) => void) =>
    element.addEventListener(type, run, { passive: false, signal: stopped.signal })
  on('touchstart', (event) => {
    const finger = event.touches[0]
    if (!finger || event.touches.length > 1) return end()
    start = at = { x: finger.clientX, y: finger.clientY }
    // Where the system would drag by finger itself, it leaves that to us.
    element.setAttribute('draggable', 'false')
    timer = setTimeout(lift, holdMs)
  })
  on('touchmove', (event) => {
    const finger = event.touches[0]
    if (!finger) return
    at = { x: finger.clientX, y: finger.clientY }
    if (ghost) {
      event.preventDefault()
      follow()
    } else if (Math.hypot(at.x - start.x, at.y - start.y) > scrollsAfter) clearTimeout(timer)
  })
  on('touchend', (event) => {
    const lifted = ghost !== null
    const column = lifted ? (columnAt(at)?.getAttribute('data-column') ?? null) : null
    end()
    if (!lifted) return
    // It was no tap.
    event.preventDefault()
    onDrop(column)
  })
  on('touchcancel', () => {
    const lifted = ghost !== null
    end()
    if (lifted) onDrop(null)
  })
  on('contextmenu', (event) => {
    if (ghost || element.getAttribute('draggable') === 'false') event.preventDefault()
  })
  return () => {
    stopped.abort()
    end()
  }
}
