import { groups, settingsOf, type Group, type Place } from './navigation.ts'
import { useSession } from './session.tsx'

/** Where this member can go: records of types that their role sees, and the settings that are theirs. */
export function usePlaces(): { groups: readonly Group[]; settings: readonly Place[]; all: readonly Place[] } {
  const { permissions, rights } = useSession()
  const theirs = (places: readonly Place[]) =>
    places.filter(({ type }) => !type || permissions[type]?.see !== 'none')
  const seen = groups
    .map(({ places, more, ...group }) => ({ ...group, places: theirs(places), more: theirs(more) }))
    .filter(({ places, more }) => places.length + more.length > 0)
  const settings = settingsOf(rights)
  return {
    groups: seen,
    settings,
    all: [...seen.flatMap(({ places, more }) => [...places, ...more]), ...settings],
  }
}
