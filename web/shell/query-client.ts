import { QueryCache, QueryClient } from '@tanstack/react-query'
import { CallError } from '../../contract/http/client.ts'
import { statusOf } from './api.ts'

/** Asks again what may come right by itself: no connection, or a server that is away for a moment. */
const passes = (error: unknown) =>
  error instanceof CallError && [0, 502, 503, 504].includes(error.problem.status)

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // The session ended elsewhere: every page leads to sign-in.
    onError: (error, query) => {
      if (statusOf(error) === 401 && query.queryKey[0] !== 'session')
        void queryClient.invalidateQueries({ queryKey: ['session'] })
    },
  }),
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
