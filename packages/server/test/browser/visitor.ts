import type { Page } from 'playwright-core';
import { Player } from '../acceptance/player.ts';
import type { RunningServer } from '../acceptance/running-server.ts';

/** Somebody in front of the pages, who finds things by what is written on them. */
export class Visitor {
  readonly page: Page;
  readonly #server: RunningServer;

  constructor(page: Page, server: RunningServer) {
    this.page = page;
    this.#server = server;
  }

  async follow(link: string): Promise<void> {
    await this.page.getByRole('link', { name: link, exact: true }).click();
  }

  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button }).click();
  }

  /** Waits for the page with this heading, and gives all that stands on it. */
  async read(heading: string): Promise<string> {
    await this.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
    return this.page.getByRole('main').innerText();
  }

  /** Goes to Steam by way of the account page and chooses a player there. */
  async signInAs(steamId: string): Promise<void> {
    await this.follow('Account');
    await this.follow('Sign in through Steam');
    await this.press(steamId);
  }

  async createKey(): Promise<string> {
    await this.press('Create an API key');
    return this.readNewKey();
  }

  /** The key on the page that shows it, from where the visitor goes back to the account. */
  async readNewKey(): Promise<string> {
    await this.read('Your new API key');
    const key = await this.page.getByLabel('API key').inputValue();
    await this.follow('Back to your account');
    await this.read('Your account');
    return key;
  }

  /** The status with which a game client that has this key is answered. */
  async statusOf(key: string): Promise<number> {
    return new Player(this.#server, { steamId: '', key }).tryToOpenSession();
  }
}
