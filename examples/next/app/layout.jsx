// Without an icon a browser would ask for one that is not there.
export const metadata = { title: 'A ticket in Next', icons: { icon: 'data:,' } };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}
