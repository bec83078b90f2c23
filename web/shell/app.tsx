import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { t } from '../text/t.ts'
import { cssVariablesResolver, theme } from '../ui/theme.ts'
import { Toasts } from '../ui/toasts.tsx'
import { queryClient } from './query-client.ts'
import { router } from './routes/routes.tsx'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
// react-remove-scroll, beneath Mantine's overlays, looks for the nonce of its style tag here.
Object.assign(globalThis, { __webpack_nonce__: nonce })

// What floats has a landmark of its own, beside the page's.
const overlays = document.createElement('div')
overlays.id = 'overlays'
overlays.setAttribute('role', 'region')
overlays.setAttribute('aria-label', t('ui.overlays'))
document.body.append(overlays)

const colorSchemeManager = localStorageColorSchemeManager({ key: 'throughline.theme' })

export function App() {
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <Toasts />
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  )
}
