import { useCallback, useEffect, useState } from 'react'
import { useLiveEvents } from '../shell/live.ts'
import { useSession } from '../shell/session.tsx'

const glowMs = 1_700

/** Records of a type that others have just changed. */
export function useGlow(typeName: string): ReadonlySet<string> {
  const { user } = useSession()
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(() => new Set())
  useLiveEvents(
    useCallback(
      (events) => {
        const ids = events
          .filter((event) => event.subjectType === typeName && event.actorId !== user.id)
          .map((event) => event.subjectId)
        if (ids.length > 0) setGlowing(new Set(ids))
      },
      [typeName, user.id],
    ),
  )
  useEffect(() => {
    if (glowing.size === 0) return
    const timer = setTimeout(() => setGlowing(new Set()), glowMs)
    return () => clearTimeout(timer)
  }, [glowing])
  return glowing
}
