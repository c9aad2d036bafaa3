/** What the stories of Epic 5 are called; a story that is not named here is shown by its number alone. */
const STORIES: Record<string, string> = {
  '5.1': 'Learning Pattern Recognition',
  '5.2': 'Behavioral Goals & Recommendations',
  '5.3': 'Struggle Predictions',
  '5.4': 'Burnout Prevention & Cognitive Load',
  '5.5': 'Personalization Engine',
  '5.6': 'Learning Science Education',
};

/** `5.3 Struggle Predictions`; things without a story stand together. */
export function storyLabel(story: string | null): string {
  if (story === null) return 'No story';
  if (story === 'core') return 'Core';
  const title = STORIES[story];
  return title === undefined ? story : `${story} ${title}`;
}

/** A word to sort by: stories by number, then the core, then what has none. */
export function storyOrder(story: string | null): string {
  return story ?? 'without';
}
