/** The tab of the file in front, where there is one. */
export const findTabInFront = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('.file-tab__name[aria-selected="true"]');
