// Before the first paint, so that a dark reader is not flashed with white.
{
  const chosen = localStorage.getItem('throughline.theme') ?? 'auto'
  const dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light'
}
