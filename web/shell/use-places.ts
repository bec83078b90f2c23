import { groups, settingsOf, type Group, type Place } from './navigation.ts'
import { useSession } from './session.tsx'

/** Where this member can go: records of types that their role sees, and the settings that are theirs. */
export function usePlaces(): { groups: readonly Group[]; settings: readonly Place[]; all: readonly Place[] } {
  const { permissions, rights } = useSession()
  const seen = groups
    .map((group) => ({
      ...group,
      places: group.places.filter(({ type }) => !type || permissions[type]?.see !== 'none'),
    }))
    .filter(({ places }) => places.length > 0)
  const settings = settingsOf(rights)
  return { groups: seen, settings, all: [...seen.flatMap(({ places }) => places), ...settings] }
}
