const scheme = 'data-mantine-color-scheme'

/** Paper is light, whatever the screen is: while it is printed, the page is too. */
export function lightOnPaper(): void {
  const root = document.documentElement
  let before: string | null = null
  matchMedia('print').addEventListener('change', ({ matches }) => {
    if (matches) {
      before = root.getAttribute(scheme)
      root.setAttribute(scheme, 'light')
    } else if (before !== null) root.setAttribute(scheme, before)
  })
}
