import { Announcer } from './announcer.jsx';
import { Footer } from './footer.jsx';
import { Header } from './header.jsx';
import { Outbox } from './outbox.jsx';
import { Outlet } from './outlet.jsx';

export function App() {
  return (
    <>
      <a class="skip" href="#content">Skip to the content</a>
      <Header />
      <Outbox />
      <main id="content" tabindex="-1"><Outlet /></main>
      <Announcer />
      <Footer />
    </>
  );
}
