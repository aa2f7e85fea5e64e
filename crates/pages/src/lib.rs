//! Reader pages: the HTML and CSS of a story, a section and a home page.
