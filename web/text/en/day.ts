/** What is done with an item of My day. */
export const day = {
  'day.logCall': 'Log a call',
  'day.writeNote': 'Write a note',
  'day.planNext': 'Plan the next step',
  'day.postponeTo': 'Postpone',
  'day.on': 'On',
  'day.tomorrow': 'Tomorrow',
  'day.inThreeDays': 'In three days',
  'day.nextMonday': 'Next Monday',
  'day.inTwoWeeks': 'In two weeks',
  'day.taskIsDone': 'The task is done',
  'day.meetingWasHeld': 'The meeting was held',
  'day.logged': 'Call logged: {title}',
  'day.noted': 'Note written: {title}',
  'day.planned': 'Next step planned: {title}',
  'day.postponed': 'Postponed: {title}',
  'day.followUp': 'Follow up: {title}',
} as const
