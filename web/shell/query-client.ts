import { QueryClient } from '@tanstack/react-query'
import { CallError } from '../../contract/http/client.ts'

/** Asks again what may come right by itself: no connection, or a server that is away for a moment. */
const passes = (error: unknown) =>
  error instanceof CallError && [0, 502, 503, 504].includes(error.problem.status)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 3 && passes(error),
      retryDelay: (failures, error) =>
        error instanceof CallError && error.retryAfter ? error.retryAfter * 1000 : 500 * 2 ** failures,
    },
  },
})
